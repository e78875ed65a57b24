module example.com/sms77mock/e2e

go 1.26.0

require (
	example.com/sms77mock v0.0.0
	github.com/nyaruka/phonenumbers v1.8.1
)

require (
	golang.org/x/text v0.23.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)

require (
	github.com/go-oauth2/oauth2/v4 v4.5.4
	github.com/golang-jwt/jwt/v5 v5.3.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/gorilla/mux v1.8.1
	golang.org/x/oauth2 v0.38.0
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace example.com/sms77mock => ../
