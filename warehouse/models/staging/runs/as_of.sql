-- grain: one row, the instant of knowledge and its day in Shanghai

select
    as_of,
    (as_of at time zone 'Asia/Shanghai')::date as as_of_on,
    built_at,
    world_id
from build.parameters
