"""``python -m emg_xlsx`` is the command ``emg-xlsx``."""

from emg_xlsx.cli import main

if __name__ == "__main__":
    main(prog_name="emg-xlsx")
