package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func subaccountRoutes() []openapi.Route {
	answers := types(of[[]subaccount](), of[subaccountResult]())
	subaccounts := endpoint{path: "subaccounts", answers: answers}
	action := endpoint{path: "subaccounts/{action:list|read|create|update|transfer_credits|delete}", answers: answers}
	return append(
		subaccounts.both("subaccounts", "List, create, change or delete subaccounts.", of[subaccountFields]()),
		action.both("subaccountsAction", "Do with subaccounts what the path says.", of[subaccountFields]())...,
	)
}

type subaccountFields struct {
	Action    string `yaml:"action" doc:"read, create, update, transfer_credits or delete; read unless given. The path beats it."`
	ID        string `yaml:"id" doc:"The subaccount."`
	Name      string `yaml:"name" doc:"To create: name of the person in charge."`
	Email     string `yaml:"email" doc:"To create: e-mail address of the person in charge."`
	Amount    string `yaml:"amount" doc:"To transfer_credits: how much, in EUR. To update: how much is transferred automatically."`
	Threshold string `yaml:"threshold" doc:"To update: below which credit."`
}

type subaccountResult struct {
	Success    bool        `json:"success"`
	Error      *string     `json:"error"`
	Subaccount *subaccount `json:"subaccount,omitempty"` // that is new
}

type subaccount struct {
	ID         int     `json:"id"`
	Username   *string `json:"username"`
	Company    string  `json:"company"`
	Balance    float64 `json:"balance"`
	TotalUsage float64 `json:"total_usage"`
	AutoTopup  struct {
		Threshold float64 `json:"threshold"`
		Amount    float64 `json:"amount"`
	} `json:"auto_topup"`
	Contact struct {
		Name  string `json:"name"`
		Email string `json:"email"`
	} `json:"contact"`
}
