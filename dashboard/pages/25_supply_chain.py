"""供应链安全 | Supply chain

许可证、安全策略、发布与依赖：哪些仓库还差什么 | Licences, policies, dependencies: what is still open

生态 | Ecosystem
"""

from dashboard.kit import layout
from dashboard.views.overview import headlines
from dashboard.views.plan import readings as indicators
from dashboard.views.supply_chain import licence_combinations as supply_chain_dependencies
from dashboard.views.supply_chain import licences_and_practices as supply_chain
from dashboard.views.supply_chain import version_lag as supply_chain_lags
from dashboard.words.say import say

indicators.style()
view = headlines.choose()
rows = supply_chain.repositories(view) if view else []
if view is None or not rows:
    layout.empty(
        say("这个范围里还没有仓库", "This scope has no repositories yet"),
        say("采集到仓库之后显示。", "They are shown once collected."),
    )
else:
    supply_chain.practices(rows)
    supply_chain.beside(view)
    supply_chain.licenses(rows)
    supply_chain.history(view)
    supply_chain_lags.lags(view)
    supply_chain_dependencies.combinations(view)
    supply_chain.points(view, rows)
