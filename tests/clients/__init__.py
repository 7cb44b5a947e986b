"""The programs that people really open our files with, driven from tests."""
