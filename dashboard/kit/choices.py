"""What the reader may choose, kept in the address by code, so that a view can be sent to a colleague.

Streamlit's own binding writes the words on the button into the address, and they change with the language;
here it is always the code. A choice that equals its default is left out.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.words.say import say


def segments(
    label: str,
    options: Sequence[str],
    key: str,
    default: str,
    words: Callable[[str], str],
    *,
    place: DeltaGenerator | None = None,
    is_labelled: bool = True,
) -> str:
    """Choose one of a few, side by side."""
    _begin(key, default, options)
    (place or st).segmented_control(
        label,
        options,
        required=True,
        format_func=words,
        key=key,
        wrap=True,
        label_visibility="visible" if is_labelled else "collapsed",
    )
    return _keep(key, default)


def one_of(
    label: str,
    options: Sequence[str],
    key: str,
    words: Callable[[str], str],
    *,
    place: DeltaGenerator | None = None,
) -> str:
    """Choose one of many from a list, the first unless the address says otherwise."""
    _begin(key, options[0], options)
    (place or st).selectbox(label, options, format_func=words, key=key)
    return _keep(key, options[0])


def one_or_all(
    label: str,
    options: Sequence[str],
    key: str,
    words: Callable[[str], str],
    *,
    place: DeltaGenerator | None = None,
) -> str:
    """Choose one of many, or all of them, which is the empty text."""
    return one_of(
        label, ["", *options], key, lambda code: words(code) if code else say("全部", "All"), place=place
    )


def text(label: str, key: str, hint: str = "", *, place: DeltaGenerator | None = None) -> str:
    """Write a word to search for."""
    _begin(key, "", None)
    (place or st).text_input(label, key=key, placeholder=hint)
    return _keep(key, "")


def pages(count: int, size: int, key: str) -> slice:
    """Turn the pages of a long list; gives the slice to show."""
    last = max(1, -(-count // size))
    asked = st.query_params.get(key, "")
    first = st.session_state.setdefault(f"first_{key}", int(asked) if asked.isdecimal() else 1)
    number = st.pagination(last, default=min(max(first, 1), last), key=key) if last > 1 else 1
    _write(key, str(number), "1")
    return slice((number - 1) * size, number * size)


def _begin(key: str, default: str, options: Sequence[str] | None) -> None:
    """Give a choice its value: as chosen before, else as the address says, else the default.

    It is written on every run, since a choice that several pages offer would come to the next page empty.
    """
    kept = st.session_state.get(key)
    if kept is None or (options is not None and kept not in options):
        asked = st.query_params.get(key, default)
        kept = asked if options is None or asked in options else default
    st.session_state[key] = kept


def _keep(key: str, default: str) -> str:
    chosen = st.session_state[key]
    _write(key, chosen, default)
    return chosen


def _write(key: str, chosen: str, default: str) -> None:
    if chosen != default:
        if st.query_params.get(key) != chosen:
            st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
