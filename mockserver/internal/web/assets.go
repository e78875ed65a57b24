package web

import (
	"bytes"
	"embed"
	"fmt"
	"hash/fnv"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed assets
var assetFiles embed.FS

// Assets returns the handler of the style sheet, the icon and the scripts that
// the pages load: style.css, icon.svg, consent.js, dashboard.js and its modules.
// The consent page and the first page ask for them under /assets/, the dashboard
// under /_mock/assets/, so that each listener is complete by itself; the caller
// strips the prefix. Browsers keep the files, and ask whether they have changed.
func Assets() http.Handler {
	return http.HandlerFunc(serveAsset)
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	contentType := assetTypes[path.Ext(name)]
	content, err := assetFiles.ReadFile("assets/" + name)
	if err != nil || contentType == "" {
		http.NotFound(w, r)
		return
	}
	sum := fnv.New64a()
	sum.Write(content)
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", fmt.Sprintf(`"%x"`, sum.Sum64()))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// assetTypes are the content types by extension. The mime package would ask the
// operating system. The map is only read.
var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}
