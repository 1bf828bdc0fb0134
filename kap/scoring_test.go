package kap

import (
	"testing"

	"pgregory.net/rapid"
)

// answering draws answers to some or all scored items.
func answering(t *rapid.T, q *Questionnaire, all bool) Answers {
	a := Answers{}
	for _, id := range q.Rule.Scored {
		if all || rapid.Bool().Draw(t, "answered "+id) {
			i, _ := q.Item(id)
			a[id] = rapid.IntRange(0, len(i.Options)-1).Draw(t, id)
		}
	}
	return a
}

func anyInstrument(t *rapid.T) *Questionnaire {
	return rapid.SampledFrom(Instruments()).Draw(t, "instrument")
}

func TestTotalIsTheSumAndPartsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyInstrument(t)
		a := answering(t, q, true)
		want := 0
		for _, v := range a {
			want += v
		}
		a["phq9-10"] = 3 // does not count
		s := q.Score(a, Missing{})
		if !s.Known || s.Total != want || s.Missing != 0 || s.Band == "" {
			t.Fatalf("sum is %d, score %+v", want, s)
		}
		parts := 0
		for _, p := range s.Parts {
			parts += p.Total
		}
		if len(s.Parts) > 0 && parts != s.Total {
			t.Fatalf("the parts add up to %d of %d", parts, s.Total)
		}
	})
}

func TestMissingAnswersGiveNoTotalByDefault(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyInstrument(t)
		a := answering(t, q, false)
		s := q.Score(a, Missing{})
		if s.Missing != len(q.Rule.Scored)-len(a) || s.Known != (s.Missing == 0) {
			t.Fatalf("%d of %d answered: %+v", len(a), len(q.Rule.Scored), s)
		}
	})
}

func TestProratedTotal(t *testing.T) {
	t.Parallel()
	a := Answers{}
	for _, id := range PHQ9.Rule.Scored[:7] {
		a[id] = 2
	}
	if s := PHQ9.Score(a, Missing{Prorate: 2}); !s.Known || s.Total != 18 || s.Missing != 2 {
		t.Errorf("seven answers of 2 should stand for 18: %+v", s)
	}
	if s := PHQ9.Score(a, Missing{Prorate: 1}); s.Known {
		t.Errorf("two are missing, one is allowed: %+v", s)
	}
	if s := PHQ9.Score(Answers{}, Missing{Prorate: 9}); s.Known {
		t.Error("no answers at all gave a total")
	}
	a[PHQ9.Rule.Scored[0]] = 1 // 13 of 7 answers: 16.7 rounds to 17
	if s := PHQ9.Score(a, Missing{Prorate: 2}); s.Total != 17 {
		t.Errorf("13 over seven answers should round to 17: %+v", s)
	}
}

func TestBands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		q     *Questionnaire
		total int
		band  string
	}{
		{PHQ9, 0, "minimal"}, {PHQ9, 4, "minimal"}, {PHQ9, 5, "mild"}, {PHQ9, 9, "mild"}, {PHQ9, 10, "moderate"},
		{PHQ9, 14, "moderate"}, {PHQ9, 15, "moderately-severe"}, {PHQ9, 19, "moderately-severe"}, {PHQ9, 20, "severe"}, {PHQ9, 27, "severe"},
		{GAD7, 4, "minimal"}, {GAD7, 5, "mild"}, {GAD7, 10, "moderate"}, {GAD7, 14, "moderate"}, {GAD7, 15, "severe"}, {GAD7, 21, "severe"},
		{PCL5, 32, "below-cutoff"}, {PCL5, 33, "at-cutoff"}, {PCL5, 80, "at-cutoff"},
	} {
		if got := c.q.Rule.BandOf(c.total); got != c.band {
			t.Errorf("%s %d is %q, want %q", c.q.ID, c.total, got, c.band)
		}
	}
}

func TestProvisionalPTSD(t *testing.T) {
	t.Parallel()
	a := Answers{}
	for _, id := range PCL5.Rule.Scored {
		a[id] = 1
	}
	for _, id := range []string{"pcl5-1", "pcl5-6", "pcl5-8", "pcl5-9", "pcl5-15"} {
		a[id] = 2
	}
	if met, known := ProvisionalPTSD(a); met || !known {
		t.Error("one item of cluster E is too few")
	}
	a["pcl5-20"] = 4
	if met, known := ProvisionalPTSD(a); !met || !known {
		t.Error("one B, one C, two D, two E meet the criteria")
	}
	delete(a, "pcl5-2")
	if _, known := ProvisionalPTSD(a); known {
		t.Error("with an item missing the outcome is not known")
	}
}

func TestChangeOfTotals(t *testing.T) {
	t.Parallel()
	if !Responded(20, 10) || Responded(20, 11) || Responded(0, 0) {
		t.Error("response is a fall by half")
	}
	if !Remitted(4) || Remitted(5) {
		t.Error("remission is below 5")
	}
	if !ReliablyImproved(50, 40) || ReliablyImproved(50, 41) {
		t.Error("reliable improvement is a fall by 10")
	}
	if NeedsRiskAssessment(Answers{PHQ9Ideation: 0, "phq9-1": 3}) || !NeedsRiskAssessment(Answers{PHQ9Ideation: 1}) {
		t.Error("item 9 alone decides")
	}
}
