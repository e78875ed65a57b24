package gateway

import (
	"net/http"
	"slices"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
)

func groupsEndpoints() []served {
	missing := endpoint.Answer{Status: "404", Description: "There is no such group.", Content: endpoint.JSON(outcomeAnswer{})}
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "groups", Name: "groups",
			Summary: "The groups of the address book.", Answers: answers(groupList{}),
		}, (*state).serveGroups),
		serve(endpoint.Endpoint{
			Methods: "POST", Path: "groups", Name: "addGroup",
			Summary: "Add a group.", Answers: answers(groupAnswer{}, outcomeAnswer{}),
		}, (*state).serveNewGroup),
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "groups/{id}", Name: "group",
			Summary: "One group.", Answers: append(answers(groupAnswer{}), missing),
		}, (*state).serveGroup),
		serve(endpoint.Endpoint{
			Methods: "PATCH", Path: "groups/{id}", Name: "renameGroup",
			Summary: "Give a group another name.", Answers: append(answers(groupAnswer{}, outcomeAnswer{}), missing),
		}, (*state).serveGroupName),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "groups/{id}", Name: "deleteGroup",
			Summary: "Delete a group.", Answers: answers(outcomeAnswer{}),
		}, (*state).serveGroupDeletion),
	}
}

type groupsQuery struct {
	Limit  endpoint.Natural `yaml:"limit" doc:"At most so many; 10 unless given."`
	Offset endpoint.Natural `yaml:"offset" doc:"Leave out so many of the first."`
}

type groupPath struct {
	ID string `yaml:"id" in:"path"`
}

type groupFields struct {
	Name string `yaml:"name" required:"true" doc:"What it is called; messages to this name reach its members."`
}

type groupChange struct {
	groupPath   `yaml:",inline"`
	groupFields `yaml:",inline"`
}

type groupDeletion struct {
	groupPath      `yaml:",inline"`
	DeleteContacts endpoint.Flag `yaml:"delete_contacts" doc:"Delete its members too."`
}

// groupAnswer is a group.
type groupAnswer struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	Members int    `json:"members_count"`
	Created string `json:"created"`
}

func (st *state) groupAnswer(a *account, g *addressbook.Group) groupAnswer {
	return groupAnswer{g.ID, g.Name, len(a.addressBook.Members(g)), g.Created.Format(secondsForm)}
}

// groupList is a page of the groups. Other than with contacts, the paging comes
// first in the documentation's sample.
type groupList struct {
	Paging paging        `json:"pagingMetadata"`
	Data   []groupAnswer `json:"data"`
}

// defaultGroupLimit is how many groups a page has unless limit says otherwise,
// as documented.
const defaultGroupLimit = 10

func (st *state) serveGroups(q *request, in *groupsQuery) (reply, error) {
	page, p := pageOf(slices.Collect(q.account.addressBook.Groups()), in.Limit, in.Offset, defaultGroupLimit)
	list := groupList{Paging: p, Data: []groupAnswer{}}
	for _, g := range page {
		list.Data = append(list.Data, st.groupAnswer(q.account, g))
	}
	return reply{json: list}, nil
}

func (st *state) serveNewGroup(q *request, in *groupFields) (reply, error) {
	if in.Name == "" {
		return reply{}, refuseOutcome("Missing parameter: name", "%s", q.missing("name"))
	}
	g := &addressbook.Group{ID: ids.Take(&st.ids.Group), Client: q.call.ClientID, Name: in.Name, Created: q.now}
	q.account.addressBook.AddGroup(g)
	return reply{json: st.groupAnswer(q.account, g)}, nil
}

func (st *state) serveGroup(q *request, in *groupPath) (reply, error) {
	g := q.account.group(in.ID)
	if g == nil {
		return reply{}, noGroup(q.account, in.ID)
	}
	return reply{json: st.groupAnswer(q.account, g)}, nil
}

func (st *state) serveGroupName(q *request, in *groupChange) (reply, error) {
	g := q.account.group(in.ID)
	switch {
	case g == nil:
		return reply{}, noGroup(q.account, in.ID)
	case in.Name == "":
		return reply{}, refuseOutcome("Missing parameter: name", "%s", q.missing("name"))
	}
	g.Name = in.Name
	q.account.addressBook.ChangedGroup(g)
	return reply{json: st.groupAnswer(q.account, g)}, nil
}

func (*state) serveGroupDeletion(q *request, in *groupDeletion) (reply, error) {
	g := q.account.group(in.ID)
	if g == nil {
		return reply{}, refuseOutcome("", "the account %s has no group %q", q.account, in.ID)
	}
	if in.DeleteContacts {
		for _, c := range q.account.addressBook.Members(g) {
			q.account.addressBook.RemoveContact(c)
		}
	}
	q.account.addressBook.RemoveGroup(g)
	return done()
}

// noGroup refuses to show or change a group that does not exist. The status is
// that of contacts, which is a guess itself.
func noGroup(a *account, id string) error {
	return noSuch(http.StatusNotFound, "Group not found", "the account %s has no group %q", a, id)
}
