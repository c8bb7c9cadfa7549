-- grain: one row per mail domain that one employer has to itself today, and that employer
-- What a domain told of an employer on an earlier day is in intermediate.domain_employers.

select e.domain, e.employer_id
from intermediate.domain_employers e
cross join staging.as_of a
where a.as_of_on between e.valid_from_on and e.valid_until_on
