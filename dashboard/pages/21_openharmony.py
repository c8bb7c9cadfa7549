"""鸿蒙生态 | OpenHarmony

社区有多大，其中多少是广州的，有多确定 | How big the community is, how much of it is Guangzhou's, and how sure

生态 | Ecosystem
"""

from dashboard.views.openharmony import boards_and_libraries as openharmony_parts
from dashboard.views.openharmony import confidence as openharmony_confidence
from dashboard.views.openharmony import forges as openharmony_forges
from dashboard.views.openharmony import overview as openharmony
from dashboard.views.openharmony import people as openharmony_people
from dashboard.views.openharmony import releases as openharmony_releases

openharmony.style()
view = openharmony.choose()
if view is None:
    openharmony.nothing()
else:
    openharmony.headlines(view)
    openharmony_confidence.beside(view)
    openharmony_releases.releases(view)
    openharmony_people.guangzhou()
    openharmony_people.employers(view)
    openharmony_people.universities(view)
    openharmony_people.groups(view)
    openharmony_parts.vendors(view)
    openharmony_releases.manifest_changes(view)
    openharmony_forges.picture()
    openharmony_parts.libraries()
    openharmony_forges.counting_rules()
    openharmony_forges.coverage()
