-- grain: one row per claim and confidence whose contributors are withheld from the public: they, the others or all of
-- them are fewer than five

select claim_id, confidence
from intermediate.claim_effects
where contributor_count between 1 and 4
    or total_contributor_count between 1 and 4
    or (is_counted and total_contributor_count - contributor_count between 1 and 4)
