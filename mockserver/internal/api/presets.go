package api

import (
	"net/http"

	"example.com/sms77mock/fixtures"
)

// preset is one entry of the catalogue of faults.
type preset struct {
	Name     fixtures.PresetName `json:"name"`
	Endpoint fixtures.Endpoint   `json:"endpoint"`
	About    string              `json:"about"`
}

func presets(Double, *http.Request, nothing) ([]preset, error) {
	var list []preset
	for _, p := range fixtures.Presets() {
		list = append(list, preset{p.Name, p.Endpoint, p.About})
	}
	return list, nil
}
