-- edition: internal
-- grain: one row per place of threads (a span, or one that lacks what holds a copy) and subject that counts them there

with

copies as (
    select place_number, span_number, unnest(kept_span_numbers) as kept_span_number from intermediate.thread_places
),

holders as (
    select c.place_number, s.subject_number
    from copies c
    join intermediate.span_subjects s on s.span_number = c.kept_span_number
)

select span_number as place_number, subject_number from intermediate.span_subjects
union all
select p.place_number, s.subject_number
from intermediate.thread_places p
join intermediate.span_subjects s using (span_number)
anti join holders h on h.place_number = p.place_number and h.subject_number = s.subject_number
