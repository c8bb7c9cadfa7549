"""创新中心 | Innovation centre

六个平台各有什么进展，登记的与测量的放在一起看 | How the six platforms fare, registered beside measured

政策 | Policy
"""

from dashboard.views.openharmony import confidence
from dashboard.views.plan import centre, readings

readings.style()
choice = readings.choose()
if choice is None:
    readings.nothing()
else:
    centre.platforms(choice, readings.readings(choice))
    confidence.beside_last_year(choice.confidence)
    centre.members()
    centre.milestones()
    centre.registers()
