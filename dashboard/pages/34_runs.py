"""运行 | Runs

最近几次运行做了什么，下一次在何时 | What the last runs did, and when the next one is due

数据 | Data
"""

from dashboard.views.about_data import runs

runs.next_run()
runs.listing()
runs.outcomes()
runs.quota()
runs.snapshots()
