"""Choices come from the address, go back into it as codes, and never leave what does not exist."""

import json

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from dashboard.kit import choices

    chosen = {
        "period": choices.segments("p", ["month", "quarter"], "period", "quarter", str.upper),
        "scope": choices.one_of("s", ["guangzhou", "openharmony"], "scope", str.upper),
        "forge": choices.one_or_all("f", ["github"], "forge", str.upper),
        "search": choices.text("t", "search"),
        "slice": choices.pages(95, 10, "page"),
    }
    st.json({name: str(value) for name, value in chosen.items()})


@pytest.fixture
def opened():
    def open_with(**address: str) -> AppTest:
        app = AppTest.from_function(page)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return open_with


def chosen(app: AppTest) -> dict[str, str]:
    return json.loads(app.json[0].value)


def test_without_an_address_all_is_at_its_default_and_the_address_stays_clean(opened):
    app = opened()
    assert chosen(app) == {
        "period": "quarter",
        "scope": "guangzhou",
        "forge": "",
        "search": "",
        "slice": "slice(0, 10, None)",
    }
    assert dict(app.query_params) == {}


def test_an_address_is_taken_up(opened):
    app = opened(period="month", scope="openharmony", forge="github", search="rtos", page="3")
    assert chosen(app) == {
        "period": "month",
        "scope": "openharmony",
        "forge": "github",
        "search": "rtos",
        "slice": "slice(20, 30, None)",
    }
    assert app.query_params["period"] == "month" and app.query_params["page"] == "3"


def test_an_address_of_nonsense_falls_back(opened):
    app = opened(period="decade", scope="x", forge="<b>", page="-4")
    assert chosen(app)["period"] == "quarter" and chosen(app)["slice"] == "slice(0, 10, None)"
    assert chosen(opened(page="99"))["slice"] == "slice(90, 100, None)", "the last page there is"


def test_a_choice_is_written_by_its_code(opened):
    app = opened()
    app.selectbox(key="scope").select("openharmony").run()
    assert app.query_params["scope"] == "openharmony"
    app.text_input(key="search").input("rtos").run()
    assert (app.query_params["search"], app.query_params["scope"]) == ("rtos", "openharmony")
    app.selectbox(key="scope").select("guangzhou").run()
    assert "scope" not in app.query_params, "a default is left out"
