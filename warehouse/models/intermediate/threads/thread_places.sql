-- edition: internal
-- grain: one row per repository, repositories that hold copies of its threads, and stretch of time in which none of
-- them changes subjects
-- place_number is negative and stands for the repository's subjects without those that hold one of the others then.
-- until_on is the first day that is no longer in it.

with

found as (
    select distinct repository_id, kept_repository_ids from intermediate.repeated_threads
),

involved as (
    select repository_id, kept_repository_ids, unnest(list_append(kept_repository_ids, repository_id)) as involved_id
    from found
),

starts as (
    select distinct i.repository_id, i.kept_repository_ids, s.from_on
    from involved i
    join intermediate.spans s on s.repository_id = i.involved_id
),

stretches as (
    select *, lead(from_on, 1, date '9999-12-31') over (
        partition by repository_id, kept_repository_ids order by from_on
    ) as until_on
    from starts
)

select
    -row_number() over (order by t.repository_id, t.kept_repository_ids, t.from_on)::integer as place_number,
    t.repository_id,
    t.kept_repository_ids,
    t.from_on,
    t.until_on,
    any_value(s.span_number) filter (s.repository_id = t.repository_id) as span_number,
    list(s.span_number) filter (s.repository_id != t.repository_id) as kept_span_numbers
from stretches t
join involved i using (repository_id, kept_repository_ids)
join intermediate.spans s
    on s.repository_id = i.involved_id and t.from_on >= s.from_on and t.from_on < s.until_on
group by t.repository_id, t.kept_repository_ids, t.from_on, t.until_on
