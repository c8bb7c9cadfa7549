"""The script that Streamlit runs for every view: the frame, and in it the page that the address names.

It does not lie beside ``pages/``: Streamlit would take that folder for its older kind of navigation, and show
a bare page to whoever opens one by its address on a fresh server.
"""

import streamlit as st

from dashboard import data
from dashboard.kit import access, frame, layout

st.set_page_config(page_title="穗源", page_icon=str(frame.ICON), layout="wide")
st.session_state["snapshot_folder"] = frame.chosen_folder()
layout.style()
st.logo(frame.WORDMARK, size="large", icon_image=frame.ICON)
pages = access.pages()
if not access.is_admitted():
    st.navigation(frame.menu(pages), position="hidden")
    access.ask()
    st.stop()
access.remember()
chosen = st.navigation(frame.menu(pages), expanded=True)
frame.language_switch()
frame.notice_new_snapshot()

snapshot = data.snapshot()
if snapshot is None:
    frame.nothing_yet()
else:
    page = next(page for page in pages if page.source.url_path == chosen.url_path)
    if snapshot.is_demonstration:
        layout.watermark()
    layout.masthead(page.title, page.question)
    chosen.run()
    frame.footer(snapshot)
