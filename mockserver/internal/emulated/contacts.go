package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func contactRoutes() []openapi.Route {
	contacts := endpoint{path: "contacts", answers: types(of[contactList](), of[[]oldContact](), of[oldContactAnswer]())}
	added := endpoint{path: "contacts", answers: types(of[contact](), of[[]oldContact](), of[oldContactAnswer]())}
	missing := []openapi.Answer{{Status: "404", Description: "There is no such contact.", Content: openapi.JSON(of[contactResult]())}}
	one := endpoint{path: "contacts/{id}", answers: types(of[contact]()), errors: missing}
	deleted := endpoint{path: "contacts/{id}", answers: types(of[contactResult]())}
	return []openapi.Route{
		contacts.method("GET", "contacts", "The address book; with an action, the API until about 2023.", of[contactQuery]()),
		added.method("POST", "addContact", "Add a contact; with an action, the API until about 2023.", of[newContact]()),
		one.method("GET", "contact", "One contact.", nil),
		one.method("PATCH", "changeContact", "Change what is given of a contact.", of[contactFields]()),
		deleted.method("DELETE", "deleteContact", "Delete a contact.", nil),
	}
}

type contactQuery struct {
	GroupID    string `yaml:"group_id" doc:"Only those in this group."`
	Search     string `yaml:"search" doc:"Only those with this text somewhere."`
	OrderBy    string `yaml:"order_by" doc:"A property such as lastname."`
	Direction  string `yaml:"order_direction" doc:"asc or desc; asc unless given."`
	Limit      int    `yaml:"limit" doc:"At most so many; 77 unless given."`
	Offset     int    `yaml:"offset" doc:"Leave out so many of the first."`
	oldAction  `yaml:",inline"`
	answerForm `yaml:",inline"`
}

// oldAction is what the API until about 2023 was told to do.
type oldAction struct {
	Action string `yaml:"action" doc:"Until about 2023: read, write or del."`
	ID     string `yaml:"id" doc:"With an action: the contact."`
	Name   string `yaml:"nick" doc:"With write: the name."`
	Number string `yaml:"empfaenger" doc:"With write: the number."`
}

type contactFields struct {
	Avatar       string `yaml:"avatar" doc:"URL of a picture."`
	Groups       []int  `yaml:"groups" doc:"Ids of the groups that it is in."`
	FirstName    string `yaml:"firstname" doc:"First name."`
	LastName     string `yaml:"lastname" doc:"Last name."`
	MobileNumber string `yaml:"mobile_number" doc:"Mobile number, in any form."`
	HomeNumber   string `yaml:"home_number" doc:"Other number, in any form."`
	Email        string `yaml:"email" doc:"E-mail address."`
	Address      string `yaml:"address" doc:"Street and house number."`
	PostalCode   string `yaml:"postal_code" doc:"Postal code."`
	City         string `yaml:"city" doc:"City."`
	Birthday     string `yaml:"birthday" doc:"Birthday."`
	Notes        string `yaml:"notes" doc:"Anything."`
}

type newContact struct {
	contactFields `yaml:",inline"`
	oldAction     `yaml:",inline"`
	answerForm    `yaml:",inline"`
}

type contactList struct {
	Data   []contact `json:"data"`
	Paging struct {
		Offset  int  `json:"offset"`
		Count   int  `json:"count"`
		Total   int  `json:"total"`
		Limit   int  `json:"limit"`
		HasMore bool `json:"has_more"`
	} `json:"pagingMetadata"`
}

type contact struct {
	ID         int    `json:"id"`
	Avatar     string `json:"avatar"`
	Validation struct {
		State     *string `json:"state"`
		Timestamp *string `json:"timestamp"`
	} `json:"validation"`
	Initials struct {
		Initials string `json:"initials"`
		Color    string `json:"color"`
	} `json:"initials"`
	Properties struct {
		FirstName    *string `json:"firstname"`
		LastName     *string `json:"lastname"`
		FullName     *string `json:"fullname"`
		HomeNumber   *string `json:"home_number"`
		MobileNumber *string `json:"mobile_number"`
		Email        *string `json:"email"`
		Address      *string `json:"address"`
		PostalCode   *string `json:"postal_code"`
		City         *string `json:"city"`
		Birthday     *string `json:"birthday"`
		Notes        *string `json:"notes"`
	} `json:"properties"`
	Groups  []int  `json:"groups"`
	Created string `json:"created"`
}

type contactResult struct {
	Success bool   `json:"success"`
	Error   string `json:"error,omitempty"`
}

type oldContact struct {
	ID     string `json:"ID"`
	Name   string `json:"Name"`
	Number string `json:"Number"`
}

type oldContactAnswer struct {
	Return string `json:"return"` // a code
	ID     int    `json:"id,omitempty"`
}
