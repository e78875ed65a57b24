package number

// The network types that a number's digits can tell, as the vendor spells them.
const (
	fixedLine         = "fixed_line"
	fixedLineOrMobile = "fixed_line_or_mobile"
	mobile            = "mobile"
	personalNumber    = "personal_number"
	premiumRate       = "premium_rate"
	sharedCost        = "shared_cost"
	tollFree          = "toll_free"
	unknown           = "unknown"
	voip              = "voip"
)

// block is a range of national numbers that look alike.
type block struct {
	leads  string // how they begin, separated by spaces; "" for any beginning
	kind   string // their network type
	layout string // how they are written abroad: # is one digit, * the rest
	home   string // how they are written at home; "" for the trunk prefix and the layout
}

// plans are the numbering plans by country prefix. The first block whose lead
// fits is taken. They were compared with libphonenumber 9.0.32; unlike there, a
// number of the wrong length is written in the same way, and the four-digit area
// codes in the east of Germany are taken for five-digit ones, which surround them.
var plans = map[string][]block{
	"1": { // North America: mobile numbers look like any other
		{"800 833 844 855 866 877 888", tollFree, "###-###-*", "(###) ###-*"},
		{"900", premiumRate, "###-###-*", "(###) ###-*"},
		{"", fixedLineOrMobile, "###-###-*", "(###) ###-*"},
	},
	"31": { // Netherlands
		{"6", mobile, "# *", ""},
		{"800", tollFree, "### *", ""},
		{"90", premiumRate, "### *", ""},
		{"85 91", voip, "## ### *", ""},
		{"11 16 17 18 22 25 29 31 32 34 41 47 48 49 51 52 54 56 57 59", fixedLine, "### ### *", ""},
		{"1 2 3 4 5 7", fixedLine, "## ### *", ""},
	},
	"32": { // Belgium
		{"45 46 47 48 49", mobile, "### ## ## *", ""},
		{"800", tollFree, "### ## *", ""},
		{"90", premiumRate, "### ## *", ""},
		{"2 3 42 43 9", fixedLine, "# ### ## *", ""},
		{"1 5 6 7 8", fixedLine, "## ## ## *", ""},
	},
	"33": { // France
		{"6 7", mobile, "# ## ## ## *", ""},
		{"80", tollFree, "### ## ## *", "0 ### ## ## *"},
		{"81 82 88", sharedCost, "### ## ## *", "0 ### ## ## *"},
		{"89", premiumRate, "### ## ## *", "0 ### ## ## *"},
		{"9", voip, "# ## ## ## *", ""},
		{"1 2 3 4 5", fixedLine, "# ## ## ## *", ""},
	},
	"34": { // Spain
		{"6 71 72 73 74 75 76 77 78", mobile, "### ## ## *", ""},
		{"800 900", tollFree, "### ### *", ""},
		{"803 806 807", premiumRate, "### ## ## *", ""},
		{"901 902", sharedCost, "### ## ## *", ""},
		{"8 9", fixedLine, "### ## ## *", ""},
	},
	"39": { // Italy: the leading zero is part of the number
		{"3", mobile, "### ### *", ""},
		{"80", tollFree, "### ### *", ""},
		{"89", premiumRate, "### ### *", ""},
		{"84", sharedCost, "### ### *", ""},
		{"55", voip, "## #### *", ""},
		{"02 06", fixedLine, "## #### *", ""},
		{"0", fixedLine, "### #### *", ""},
	},
	"41": { // Switzerland
		{"72 73 75 76 77 78 79", mobile, "## ### ## *", ""},
		{"800", tollFree, "### ### *", ""},
		{"90", premiumRate, "### ### *", ""},
		{"84", sharedCost, "### ### *", ""},
		{"2 3 4 5 6 71 81 91", fixedLine, "## ### ## *", ""},
	},
	"43": { // Austria
		{"650 651 652 653 655 657 659 66 67 68 69", mobile, "### *", ""},
		{"800", tollFree, "### *", ""},
		{"90 93", premiumRate, "### *", ""},
		{"810 820 821", sharedCost, "### *", ""},
		{"720 780", voip, "### *", ""},
		{"1", fixedLine, "# *", ""},
		{"316 463 512 662 732", fixedLine, "### *", ""},
		{"2 3 4 5 6 7", fixedLine, "#### *", ""},
	},
	"44": { // United Kingdom
		{"70", personalNumber, "## #### *", ""},
		{"71 72 73 74 75 77 78 79", mobile, "#### *", ""},
		{"80", tollFree, "### ### *", ""},
		{"84 87", sharedCost, "### ### *", ""},
		{"9", premiumRate, "### ### *", ""},
		{"2", fixedLine, "## #### *", ""},
		{"11 121 131 141 151 161 171 181 191", fixedLine, "### ### *", ""},
		{"1", fixedLine, "#### *", ""},
	},
	"45": { // Denmark
		{"80", tollFree, "## ## ## *", ""},
		{"90", premiumRate, "## ## ## *", ""},
		{"", fixedLineOrMobile, "## ## ## *", ""},
	},
	"48": { // Poland
		{"45 50 51 53 57 60 66 69 72 73 78 79 88", mobile, "### ### *", ""},
		{"800", tollFree, "### ### *", ""},
		{"70", premiumRate, "### ### *", ""},
		{"801 804", sharedCost, "### ### *", ""},
		{"39", voip, "### ### *", ""},
		{"1 2 3 4 5 6 7 8 9", fixedLine, "## ### ## *", ""},
	},
	"49": { // Germany
		{"160 162 163 17", mobile, "### *", ""},
		{"150 153 155 156 158", mobile, "##### *", ""},
		{"151 152 157 159", mobile, "#### *", ""},
		{"700", personalNumber, "### #### *", ""},
		{"800", tollFree, "### *", ""},
		{"900", premiumRate, "### # *", ""},
		{"180", sharedCost, "### # *", ""},
		{"32", voip, "## *", ""},
		{"30 40 69 89", fixedLine, "## *", ""},
		{
			"201 202 203 208 209 211 212 214 221 228 231 234 241 251 261 271 281 291 331 335 340 341 345 351 355 361 365 " +
				"371 375 381 385 391 395 421 431 441 451 461 471 481 491 511 521 531 541 551 561 571 581 591 611 621 631 641 " +
				"651 661 671 681 711 721 731 741 751 761 771 781 791 811 821 831 841 851 861 871 881 906 911 921 931 941 951 " +
				"961 971 981 991", fixedLine, "### *", "",
		},
		{"3", fixedLine, "##### *", ""},
		{"2 4 5 6 7 8 9", fixedLine, "#### *", ""},
	},
}
