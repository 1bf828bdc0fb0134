package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// logAccess writes one line for each request. It holds the route's template,
// type and logical id at most: no query, no header and nothing of a body, for
// those may name a patient.
func (s *server) logAccess(ctx context.Context, x *exchange, r *http.Request, took time.Duration) {
	level := slog.LevelInfo
	switch {
	case x.cause != nil:
		level = slog.LevelError
	case s.outside[x.route] != nil:
		level = slog.LevelDebug // probes come every few seconds
	}
	if !s.Log.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 10)
	attrs = append(attrs,
		slog.String("method", knownMethod(r.Method)),
		slog.String("route", x.route),
		slog.Int("status", x.status),
		slog.Duration("took", took),
		slog.Int64("bytes", x.bytes),
		slog.String("request", x.id),
	)
	if x.interaction != "" {
		attrs = append(attrs, slog.String("interaction", string(x.interaction)))
	}
	if x.typ != "" {
		attrs = append(attrs, slog.String("type", x.typ))
	}
	if x.resource != "" {
		attrs = append(attrs, slog.String("id", x.resource))
	}
	if x.cause != nil {
		attrs = append(attrs, slog.Any("error", x.cause))
	}
	// Logger.LogAttrs would look up the place in the program, which nobody asks for,
	// and drop an error as this does: there is nowhere left to tell it.
	line := slog.NewRecord(s.Now(), level, "request", 0)
	line.AddAttrs(attrs...)
	_ = s.Log.Handler().Handle(ctx, line)
}

// knownMethod keeps what a client invents out of the log.
func knownMethod(m string) string {
	for _, known := range verbs {
		if m == known {
			return m
		}
	}
	if m == http.MethodOptions {
		return m
	}
	return "other"
}
