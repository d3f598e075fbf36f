# Texts of templates/layouts/base.hbs and templates/partials/
layout-skip = Skip to content
layout-demo = Demonstration
layout-demo-letters = Read the letters sent
layout-account = My account:
layout-nav = Main menu
layout-help = Help
layout-feedback = Tell us what is wrong
layout-accessibility-none = Accessibility: not compliant
layout-accessibility-partly = Accessibility: partly compliant
layout-accessibility-wholly = Accessibility: fully compliant
layout-eco = Eco-design
layout-sign-out = Sign out
layout-optional = optional
layout-error = Error:
layout-errors = { $n ->
    [one] There is one thing to correct
   *[other] There are { $n } things to correct
}
layout-pages = Pages
layout-previous = Previous page
layout-next = Next page
layout-page = Page { $page } of { $total }
layout-search = Search
layout-back = Back
