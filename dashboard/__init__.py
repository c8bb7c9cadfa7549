"""The window: Streamlit pages on a read-only snapshot."""
