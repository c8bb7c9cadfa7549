def test_each_account_counts_once(built_threads):
    months = built_threads.values("issue_and_change_request_participants", "organization:zhu")
    assert months["2026-01"] == 3  # ann, bob and eve; neither the bot nor the deleted account
    assert months["2026-02"] == 3  # bob opened and merged, eve opened, ann merged a bot's change request
    assert months["2026-03"] == 1  # eve commented
    assert months["2026-04"] == 0
    assert built_threads.values(
        "issue_and_change_request_participants", "repository:github:zhu/tide", "year"
    ) == {"2026": 3}
