"""The page of evidence: the figures' confidence, what awaits review, the claims and the correction log."""


def test_the_headline_stands_at_three_confidences_with_what_each_adds(read):
    html = read("evidence").html
    assert "仅高" in html and "中及以上" in html and "比上一档多" in html
    assert "仅凭已复核主张的提交" in html


def test_what_awaits_review_is_named_where_enough_people_use_it(read):
    html = read("evidence").html
    assert "mail.example" in html
    assert "不足五人使用的域名，合计" in html


def test_the_items_and_claims_can_be_chosen_by_the_address(read):
    html = read("evidence", item="unknown_domain", status="accepted").html
    assert "mail.example" in html and "共 1 条" in html
    assert "没有符合条件的主张" in read("evidence", find="nothing like it").html


def test_the_log_says_what_a_correction_moved(read):
    html = read("evidence").html
    assert "统计组" in html and "仓库已转让（虚构）" in html
    assert "−42" in html and "现为 1,200" in html


def test_in_english(read):
    html = read("evidence", lang="en").html
    assert "Domains of fewer than five people, together" in html and "now 1,200" in html
