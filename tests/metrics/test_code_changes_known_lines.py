def test_unknown_lines_are_left_out_of_the_lower_bound(estuary, built):
    tide = "github:zhu/tide"
    estuary.commit(tide, "blobless", "ann", "2026-02-03", lines_added=None, lines_deleted=None)

    result = built(estuary)

    lines = result.values("code_changes_known_lines", "organization:zhu")
    assert (lines["2026-01"], lines["2026-02"], lines["2026-03"], lines["2026-04"]) == (33, 77, 55, 0)
    assert result.samples("code_changes_known_lines", "organization:zhu")["2026-02"] == 2
