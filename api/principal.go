package api

import (
	"net/http"
	"net/netip"
	"strings"

	"kapbridge/access"
	"kapbridge/fhir"
)

// principal says who asks and what they may see. There is no identity provider
// yet, and the program listens on loopback alone, so everybody who reaches it
// is the anonymous agent who sees all; identity will come in here.
func (s *server) principal(r *http.Request, requestID string) access.Access {
	agent := fhir.Agent{Name: "anonymous", Kind: fhir.Anonymous, Address: s.clientAddress(r)}
	return access.Everything(agent, requestID)
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// clientAddress is the peer's address or, behind a proxy we believe, the last
// one that the proxy saw: earlier entries are the client's own claims.
func (s *server) clientAddress(r *http.Request) string {
	peer, ok := peerAddress(r)
	if !ok {
		return ""
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); len(forwarded) > 0 && s.believes(peer) {
		list := forwarded[len(forwarded)-1]
		last := strings.TrimSpace(list[strings.LastIndexByte(list, ',')+1:])
		if a, err := netip.ParseAddr(last); err == nil {
			return a.WithZone("").String()
		}
	}
	return peer.String()
}

func peerAddress(r *http.Request) (netip.Addr, bool) {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	return ap.Addr().Unmap().WithZone(""), true
}

// believes tells whether forwarded headers from that peer count.
func (s *server) believes(peer netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(peer) {
			return true
		}
	}
	return false
}
