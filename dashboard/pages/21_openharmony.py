"""鸿蒙生态 | OpenHarmony

社区有多大，其中多少是广州的，有多确定 | How big the community is, how much of it is Guangzhou's, and how sure

生态 | Ecosystem
"""

from dashboard.views.openharmony import boards_and_libraries, confidence, forges, overview, people, releases

overview.style()
view = overview.choose()
if view is None:
    overview.nothing()
else:
    overview.headlines(view)
    confidence.beside(view)
    releases.releases(view)
    people.guangzhou()
    people.employers(view)
    people.universities(view)
    people.groups(view)
    boards_and_libraries.vendors(view)
    releases.manifest_changes(view)
    forges.picture()
    boards_and_libraries.libraries()
    forges.counting_rules()
    forges.coverage()
