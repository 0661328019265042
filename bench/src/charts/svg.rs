//! A drawing: shapes with classes, and one sheet that gives each class its colour on a light page and on a dark one.

use std::fmt::Write as _;

use super::palette;

/// Width of every chart.
pub(super) const WIDTH: f64 = 860.0;

/// Where a text stands at.
#[derive(Clone, Copy)]
pub(super) enum At {
    Start,
    Middle,
    End,
}

/// A drawing under way.
pub(super) struct Svg {
    title: String,
    body: String,
}

impl Svg {
    /// A drawing whose title is a sentence.
    pub(super) fn new(title: &str) -> Self {
        let mut svg = Self { title: title.to_owned(), body: String::new() };
        svg.text((14.0, 26.0), At::Start, "title", title);
        svg
    }

    /// A text whose middle line is at that height.
    pub(super) fn text(&mut self, (x, y): (f64, f64), at: At, class: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match at {
            At::Start => "start",
            At::Middle => "middle",
            At::End => "end",
        };
        let y = y + 4.0;
        let text = escape(text);
        self.push(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" class=\"{class}\">{text}</text>"
        ));
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), class: &str) {
        self.push(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" class=\"{class}\"/>"
        ));
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        self.push(format_args!(
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" class=\"{class}\"/>",
            from.0, from.1, to.0, to.1
        ));
    }

    pub(super) fn circle(&mut self, (x, y): (f64, f64), radius: f64, class: &str) {
        self.push(format_args!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" class=\"{class}\"/>"
        ));
    }

    pub(super) fn polygon(&mut self, corners: &[(f64, f64)], class: &str) {
        let mut points = String::new();
        for (x, y) in corners {
            let _ = write!(points, "{x:.1},{y:.1} ");
        }
        self.push(format_args!("<polygon points=\"{}\" class=\"{class}\"/>", points.trim_end()));
    }

    fn push(&mut self, shape: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.body, "{shape}");
    }

    /// The file, so high.
    pub(super) fn finish(self, height: f64) -> String {
        let title = escape(&self.title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height:.0}\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\">\n\
             <title>{title}</title>\n<style>\n{}</style>\n<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n{}</svg>\n",
            palette::sheet(),
            self.body
        )
    }
}

/// Without the marks of Markdown.
pub(super) fn plain_text(text: &str) -> String {
    text.replace('`', "")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
