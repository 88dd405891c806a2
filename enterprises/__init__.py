"""The directory: who and where."""

import os

# The reader of syllables copies its dictionaries unless told not to: some megabytes in each process for nothing.
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
