"""报告 | Reports

选定周期与范围，预览后下载 Word、PDF、Excel | Choose a period and scope, look it over, take it away

政策 | Policy
"""

from dashboard import data
from dashboard.kit import layout
from dashboard.report.facts import ReportError
from dashboard.views.reports import page as reports_page
from dashboard.views.reports import preview
from dashboard.words.say import language, say

snapshot = data.snapshot()
asked = reports_page.choose()
if snapshot is None or asked is None:
    layout.empty(
        say("这份快照还不足以成报告", "This snapshot does not make a report yet"),
        say(
            "报告要有规划、周期和统计范围。完成一次采集与构建之后，这里会给出预览和下载。",
            "A report needs a plan, periods and a scope: after a run there is a preview here.",
        ),
    )
else:
    try:
        report = asked.report(snapshot.folder)
    except ReportError as error:
        layout.empty(
            say("这份报告无法生成", "This report cannot be made"), str(error) if language() == "zh" else ""
        )
    else:
        reports_page.downloads(snapshot, asked, report)
        preview.show(report)
reports_page.signed()
