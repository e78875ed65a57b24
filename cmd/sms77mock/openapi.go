package main

import (
	"errors"
	"fmt"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver"
)

// openapiCmd prints the document that a server has at /_mock/openapi.json.
type openapiCmd struct {
	URL string `default:"http://127.0.0.1:8077" placeholder:"URL" help:"URL at which clients will reach the server; http://127.0.0.1:8077 unless given."`
}

// Validate refuses what no server is reached under; kong calls it.
func (c openapiCmd) Validate() error {
	if c.URL == "" {
		return errors.New("--url: want a URL such as http://127.0.0.1:8077")
	}
	if _, err := hosts.BaseURL(c.URL); err != nil {
		return fmt.Errorf("--url: %w", err)
	}
	return nil
}

// Run prints the document.
func (c openapiCmd) Run(s streams) error {
	server, err := mockserver.New(fixtures.World{}, mockserver.WithVersion(version))
	if err != nil {
		return err
	}
	defer server.Close()
	document, err := server.OpenAPI(strings.TrimSuffix(c.URL, "/"))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s\n", document)
	return err
}
