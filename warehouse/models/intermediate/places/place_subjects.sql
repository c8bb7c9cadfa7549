-- edition: internal
-- grain: one row per place and subject that has it: what is found there counts once for the subject

select distinct p.place_number, s.subject_number
from intermediate.places p
join intermediate.span_subjects s using (span_number)
