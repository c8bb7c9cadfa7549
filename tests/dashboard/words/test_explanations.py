"""Words that need explaining carry their meaning, once on a page."""


def test_a_word_is_explained_where_it_first_stands(read):
    html = read("overview").html
    assert html.count('data-meaning="与上年同一时期相比') == 1
    assert '<span class="sy-term" tabindex="0" data-meaning="' in html
    first = html.index("同比</span>")
    assert first < html.index("<dt>同比</dt>"), "the second card says the word without its meaning"


def test_the_next_page_explains_again(read):
    reader = read("coverage")
    assert reader.html.count('data-meaning="某一时刻全部数据') == 1
    reader.go("runs")
    assert reader.html.count('data-meaning="某一时刻全部数据') == 1


def test_an_english_reader_gets_english_meanings(read):
    html = read("overview", lang="en").html
    assert 'data-meaning="A dated, read-only copy' in html
    assert "与上年同一时期" not in html
