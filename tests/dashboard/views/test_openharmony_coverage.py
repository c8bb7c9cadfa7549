"""What the page of OpenHarmony says of its coverage: the newest whole month of every stream that it has."""

import duckdb

from dashboard.views.openharmony.forges import COVERAGE

ROWS = """
create schema marts;
create table marts.coverage as
select * from (values
    ('gitcode', 'gitcode:openharmony/a', 'issues', date '2025-09-01', 'complete', null),
    ('gitcode', 'gitcode:openharmony/a', 'issues', date '2026-10-01', 'not_collected', 'failed'),
    ('gitcode', 'gitcode:openharmony/a', 'issues', date '2026-11-01', 'partial', 'month_is_running'),
    ('gitee', 'gitee:openharmony/a', 'issues', date '2025-08-01', 'not_collected', 'not_tried'),
    ('gitee', 'gitee:openharmony/a', 'issues', date '2025-09-01', 'complete', null),
    ('gitee', 'gitee:openharmony/b', 'issues', date '2025-09-01', 'not_collected', 'no_token'),
    ('github', 'github:zhu/river', 'issues', date '2026-10-01', 'complete', null)
) as rows(source, target_id, kind, month_on, state, reason)
"""


def test_what_was_left_is_seen_in_the_month_of_the_move_and_all_else_in_the_last():
    with duckdb.connect() as db:
        db.execute(ROWS)
        found = db.execute(COVERAGE).fetchall()
    assert found == [("gitee", "issues", 2, 1, 0, 1, 0), ("gitcode", "issues", 1, 0, 0, 0, 1)]
