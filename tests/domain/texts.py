"""Random texts close to valid input; arbitrary text would mostly be invalid, and slower to draw."""

from __future__ import annotations

from hypothesis import strategies as st

NEARLY_TIMES = st.lists(
    st.sampled_from([*"0123456789", *":.,-–hmap ", "am", "min", "std", " to ", "٣", "½", "e9", "\0", "🙂"]), max_size=9
).map("".join)
