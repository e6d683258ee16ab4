// A provider for tests: every login is alice's, who is in many groups, and asks for no password.
// Usage: provider ADDRESS CLIENT_ID CLIENT_SECRET GROUPS
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"

	"github.com/oauth2-proxy/mockoidc"
)

func main() {
	address, id, secret := os.Args[1], os.Args[2], os.Args[3]
	count, err := strconv.Atoi(os.Args[4])
	must(err)
	groups := make([]string, count)
	for n := range groups {
		groups[n] = fmt.Sprintf("%08d-aaaa-bbbb-cccc-%012d", n, n)
	}

	server, err := mockoidc.NewServer(nil)
	must(err)
	server.ClientID, server.ClientSecret = id, secret
	must(server.AddMiddleware(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
			if request.URL.Path == mockoidc.AuthorizationEndpoint {
				server.QueueUser(&mockoidc.MockUser{Subject: "alice", Email: "alice@test.org", EmailVerified: true, Groups: groups})
			}
			next.ServeHTTP(answer, request)
		})
	}))
	listener, err := net.Listen("tcp", address)
	must(err)
	must(server.Start(listener, nil))
	select {}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
