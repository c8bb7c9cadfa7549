"""创新中心 | Innovation centre

六个平台各有什么进展，登记的与测量的放在一起看 | How the six platforms fare, registered beside measured

政策 | Policy
"""

from dashboard.views.openharmony import confidence as openharmony_confidence
from dashboard.views.plan import centre
from dashboard.views.plan import readings as indicators

indicators.style()
choice = indicators.choose()
if choice is None:
    indicators.nothing()
else:
    centre.platforms(choice, indicators.readings(choice))
    openharmony_confidence.beside_last_year(choice.confidence)
    centre.members()
    centre.milestones()
    centre.registers()
