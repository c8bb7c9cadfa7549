-- grain: one row per owner under which OpenHarmony keeps repositories, on whatever forge
-- What stands under several owners belongs to the part of the lowest rank.

select *
from (values
    ('openharmony', 'core', 1),
    ('openharmony-tpc', 'libraries', 2),
    ('openharmony-sig', 'sig', 3)
) as o(owner, part, part_rank)
