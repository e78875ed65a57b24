package api

import "net/http"

func openAPI(d Double, r *http.Request, _ nothing) (any, error) { return d.Document(d.BaseURL(r)) }

func (s *Server) serveDashboard(w http.ResponseWriter, r *http.Request) {
	if err := s.double.Dashboard(w, r); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (s *Server) serveCA(w http.ResponseWriter, _ *http.Request) {
	pem := s.double.CA()
	if pem == nil {
		http.Error(w, "this server speaks no TLS: start it with --tls-addr or --proxy-addr", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/x-pem-file")
	w.Write(pem)
}

func (s *Server) serveMetrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	s.double.Metrics(w)
}
