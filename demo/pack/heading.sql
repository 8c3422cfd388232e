-- The head of a section, from the variables question and finding; in HTML also the place of its chart.
\if :html
\qecho '<section><h2>':question'</h2><p class="finding">':finding'</p>'
\qecho '@@chart ':section
\else
\qecho
\qecho
\qecho :question
\qecho :finding
\qecho
\endif
