-- What experts of the made-up world said of projects.

create table marts.register_project_reviews as
select * from (values
    ('github:mumian/canbus-kit', '木棉汽车', 'foundational', '车载总线的公共组件', date '2026-05-20', '评审纪要（虚构）', 'entry-1'),
    ('github:zhushui/riverbed', '珠水网络', 'both', '广泛复用', date '2026-06-01', '评审纪要（虚构）', 'entry-1')
) r(repository, organization, verdict, criteria, reviewed_on, source, entry_id);
