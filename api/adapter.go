package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"kapbridge/fhir"
)

// This file alone knows Echo. It routes, hands each handler a request, and
// passes every error, Echo's own too, to the one place that answers errors.

func newEcho(s *server) http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		x := c.Response().Writer.(*exchange)
		if x.route == "" && !errors.Is(err, echo.ErrNotFound) {
			x.route = c.Path()
		}
		s.fail(x, c.Request(), echoProblem(err))
	}
	for _, rt := range s.routes {
		register(e, s, rt)
	}
	return e
}

// register gives every verb of a path an answer, so that a less specific
// path never takes a method that this one does not have.
func register(e *echo.Echo, s *server, rt route) {
	for _, verb := range verbs {
		end, ok := rt.methods[verb]
		if verb == http.MethodHead {
			end, ok = rt.methods[http.MethodGet]
		}
		if ok {
			e.Add(verb, rt.path, adapt(s, rt.path, end))
		} else {
			e.Add(verb, rt.path, func(echo.Context) error { return echo.ErrMethodNotAllowed })
		}
	}
	e.OPTIONS(rt.path, func(c echo.Context) error {
		x := c.Response().Writer.(*exchange)
		x.route = rt.path
		return s.options(x, c.Request())
	})
}

// adapt makes an Echo handler of ours.
func adapt(s *server, template string, end endpoint) echo.HandlerFunc {
	return func(c echo.Context) error {
		x := c.Response().Writer.(*exchange)
		x.route, x.interaction = template, end.interaction
		r := &request{Request: c.Request(), server: s, exchange: x, interaction: end.interaction}
		err := r.fill(c.Param("type"), c.Param("id"), c.Param("version"), c.Param("inner"))
		if err != nil {
			return err
		}
		out, err := serve(r.Context(), r, end.answer)
		if err != nil {
			return s.refused(r, r.located(err))
		}
		return r.send(x, out)
	}
}

// serve checks what every interaction shares, then lets the handler answer.
func serve(ctx context.Context, r *request, answer handler) (*response, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if r.exchange.unreadable != nil {
		return nil, r.exchange.unreadable
	}
	return answer(ctx, r)
}

// echoProblem words Echo's own refusals: no such route, no such method.
func echoProblem(err error) error {
	var he *echo.HTTPError
	if !errors.As(err, &he) {
		return err
	}
	switch he.Code {
	case http.StatusNotFound:
		return fhir.Refuse(404, "not-found", "there is nothing at this address; FHIR is at %s, see %s/metadata", root, root)
	case http.StatusMethodNotAllowed:
		return errMethod
	default:
		return fhir.Refuse(he.Code, "invalid", "%s", http.StatusText(he.Code)).Because(err)
	}
}

// errMethod is one value, so that no handler needs to know the route's methods.
var errMethod = fhir.Refuse(405, "not-supported", "this address does not have that method; the Allow header lists those it has")
