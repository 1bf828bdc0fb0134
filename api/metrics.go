package api

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts and times the interactions. Labels are interaction, type and
// status: few values, and none that a client could make up.
type metrics struct {
	registry *prometheus.Registry
	count    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	breaches *prometheus.CounterVec
}

func newMetrics(registry *prometheus.Registry) (*metrics, error) {
	m := &metrics{
		registry: registry,
		count: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "kapbridge_interactions_total",
			Help: "FHIR interactions answered.",
		}, []string{"interaction", "type", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "kapbridge_interaction_seconds",
			Help:    "Time from the request's header to the end of the answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"interaction", "type"}),
	}
	m.breaches = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "kapbridge_profile_issues_total",
		Help: "What profiles found in writes, by the profile; of those not held here the profile is empty.",
	}, []string{"profile", "severity"})
	if registry == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.count, m.seconds, m.breaches} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) observe(x *exchange, took time.Duration) {
	if m.registry == nil || x.interaction == "" {
		return
	}
	interaction := string(x.interaction)
	m.count.WithLabelValues(interaction, x.typ, strconv.Itoa(x.status)).Inc()
	m.seconds.WithLabelValues(interaction, x.typ).Observe(took.Seconds())
}

func (m *metrics) handler() http.HandlerFunc {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}).ServeHTTP
}
