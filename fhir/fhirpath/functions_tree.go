package fhirpath

import "time"

// trees has the functions that go down from elements
// (http://hl7.org/fhirpath/N1/#tree-navigation).
var trees = map[string]*function{
	"children":    {0, 0, false, childrenOf},
	"descendants": {0, 0, false, descendantsOf},
}

func childrenOf(_ *call, s scope, input Collection) (Collection, error) {
	var out Collection
	for i := range input {
		out = children(out, input[i])
	}
	return out, s.run.spend(len(out))
}

func descendantsOf(_ *call, s scope, input Collection) (Collection, error) {
	var out Collection
	var err error
	for i := range input {
		if out, err = s.run.descendants(out, input[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// utilities has the functions that look at the world
// (http://hl7.org/fhirpath/N1/#utility-functions).
var utilities = map[string]*function{
	"trace":     {1, 2, false, trace},
	"now":       clock(isDateTime, toSecond),
	"today":     clock(isDate, toDay),
	"timeOfDay": clock(isTime, toSecond),
}

func trace(n *call, s scope, input Collection) (Collection, error) {
	name, _, err := n.textArg(s, 0)
	if err != nil {
		return nil, err
	}
	shown := input
	if len(n.args) > 1 {
		shown = nil
		for i := range input {
			got, err := n.args[1].eval(s.at(input, i))
			if err != nil {
				return nil, err
			}
			shown = joined(shown, got)
		}
	}
	if s.run.ctx.Trace != nil {
		s.run.ctx.Trace(name, shown)
	}
	return input, nil
}

// clock makes a function that tells the time, the same throughout an evaluation.
func clock(kind temporalKind, to int) *function {
	return &function{run: func(n *call, s scope, _ Collection) (Collection, error) {
		now := s.run.ctx.Now
		if now.IsZero() {
			return nil, wrong("%s() cannot be told here: there is no clock", n.name)
		}
		_, offset := now.Zone()
		t := Temporal{kind: kind, to: to, decimals: 3}
		y, m, d := now.Date()
		hour, minute, second, nanos := now.Hour(), now.Minute(), now.Second(), now.Nanosecond()/1e6*1e6
		switch kind {
		case isTime:
			y, m, d = 1, 1, 1
		case isDate:
			hour, minute, second, nanos, t.decimals = 0, 0, 0, 0, 0
		default:
			t.zoned, t.offset = true, time.Duration(offset)*time.Second
		}
		t.from = time.Date(y, m, d, hour, minute, second, nanos, time.UTC)
		return one(t), nil
	}}
}
