-- edition: internal
-- grain: one row per place (a set of spans in which contributions are found together) and span in it

select span_number as place_number, span_number from intermediate.spans
union all
select distinct place_number, unnest(span_numbers) from intermediate.shared_contributions
