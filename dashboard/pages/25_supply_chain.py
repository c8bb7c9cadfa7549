"""供应链安全 | Supply chain

许可证、安全策略、发布与依赖：哪些仓库还差什么 | Licences, policies, dependencies: what is still open

生态 | Ecosystem
"""

from dashboard.kit import layout
from dashboard.views.overview import headlines
from dashboard.views.plan import readings
from dashboard.views.supply_chain import licence_combinations, licences_and_practices, version_lag
from dashboard.words.say import say

readings.style()
view = headlines.choose()
rows = licences_and_practices.repositories(view) if view else []
if view is None or not rows:
    layout.empty(
        say("这个范围里还没有仓库", "This scope has no repositories yet"),
        say("采集到仓库之后显示。", "They are shown once collected."),
    )
else:
    licences_and_practices.practices(rows)
    licences_and_practices.beside(view)
    licences_and_practices.licenses(rows)
    licences_and_practices.history(view)
    version_lag.lags(view)
    licence_combinations.combinations(view)
    licences_and_practices.points(view, rows)
