// Draws the charts of the page; without it, all figures are there as tables.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const numbers = (options) => {
    const format = new Intl.NumberFormat(data.language, options);
    return (value) => (value === null || value === undefined ? "–" : format.format(value));
  };
  const formats = (unit) => {
    if (unit.startsWith("share")) {
      return {
        axis: numbers({ style: "percent" }),
        exact: numbers({ style: "percent", maximumFractionDigits: 1 }),
      };
    }
    if (unit === "reporting currency") {
      const money = { style: "currency", currency: data.currency };
      return {
        axis: numbers({ ...money, notation: "compact", maximumFractionDigits: 1 }),
        exact: numbers({ ...money, maximumFractionDigits: 0 }),
      };
    }
    return { axis: numbers({ notation: "compact" }), exact: numbers({ maximumFractionDigits: 2 }) };
  };

  // Parts of a whole hold until the next day that is told; they are stacked over every day.
  const everyDay = (chart) => {
    const first = chart.positions[0];
    const days = Array.from({ length: chart.positions.at(-1) - first + 1 }, (_, i) => first + i);
    const told = new Map(chart.positions.map((position, i) => [position, i]));
    let last = 0;
    const newest = days.map((day) => (last = told.get(day) ?? last));
    const lines = chart.lines.map((line) => ({ ...line, values: newest.map((i) => line.values[i]) }));
    return { ...chart, xs: days, lines };
  };
  const roundStep = (span) => {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, span / 6)));
    return [1, 2, 5, 10].map((n) => n * power).find((step) => span / step <= 8);
  };

  // A value axis for ages, names for everything else.
  const xAxis = (chart, isNumeric) => ({
    type: isNumeric ? "value" : "category",
    data: isNumeric ? undefined : chart.xs,
    name: isNumeric || chart.kind === "AREAS" ? chart.xTitle : undefined,
    boundaryGap: isNumeric ? undefined : chart.kind !== "AREAS",
    nameLocation: "middle",
    nameGap: 28,
    min: isNumeric ? "dataMin" : undefined,
    max: isNumeric ? "dataMax" : undefined,
    minInterval: 1,
    axisLabel: {
      color: color("--quiet"),
      hideOverlap: true,
      interval: chart.kind === "AREAS" ? (i, day) => day % roundStep(chart.xs.length) === 0 : undefined,
    },
    axisTick: { show: false },
    nameTextStyle: { color: color("--quiet") },
    axisLine: { lineStyle: { color: color("--line") } },
    splitLine: { show: false },
  });
  const yAxis = (chart, format) => ({
    type: "value",
    max: chart.kind === "AREAS" ? 1 : undefined,
    axisLabel: { color: color("--quiet"), formatter: format.axis, hideOverlap: true },
    splitLine: { lineStyle: { color: color("--line") } },
  });
  const series = (chart, isNumeric) =>
    chart.lines.map((line) => ({
      name: line.name,
      type: chart.kind === "BARS" || chart.kind === "STACKED_BARS" ? "bar" : "line",
      stack: chart.kind === "AREAS" || chart.kind === "STACKED_BARS" ? "all" : undefined,
      step: chart.kind === "AREAS" ? "end" : false,
      areaStyle: chart.kind === "AREAS" ? { opacity: 0.75 } : undefined,
      lineStyle: { width: chart.kind === "AREAS" ? 0 : 2.5 },
      symbol: chart.kind === "CURVES" && line.values.length < 40 ? "circle" : "none",
      data: isNumeric ? line.values.map((value, i) => [chart.positions[i], value]) : line.values,
    }));
  // Bars of named things lie, so that their names can be read.
  const lying = (option) => ({
    ...option,
    grid: { ...option.grid, left: 8, right: 24 },
    xAxis: { ...option.yAxis },
    yAxis: { ...option.xAxis, inverse: true, axisLabel: { ...option.xAxis.axisLabel, width: innerWidth < 600 ? 110 : 220, overflow: "break" } },
  });
  const option = (told) => {
    const chart = told.kind === "AREAS" ? everyDay(told) : told;
    const format = formats(chart.unit);
    const isNumeric = chart.kind === "CURVES";
    const drawn = {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color("--ink") },
      color: ["--s1", "--s2", "--s3", "--s4", "--s5"].map(color),
      grid: { left: 8, right: 16, top: 40, bottom: isNumeric || chart.kind === "AREAS" ? 32 : 8, containLabel: true },
      legend: { top: 0, left: 0, type: "scroll", textStyle: { color: color("--ink") } },
      tooltip: {
        trigger: "axis",
        order: chart.kind === "AREAS" || chart.kind === "STACKED_BARS" ? "seriesDesc" : "seriesAsc",
        confine: true,
        axisPointer: { type: isNumeric ? "line" : "shadow" },
        backgroundColor: color("--surface"),
        borderColor: color("--line"),
        textStyle: { color: color("--ink") },
        valueFormatter: (value) => format.exact(Array.isArray(value) ? value[1] : value),
      },
      xAxis: xAxis(chart, isNumeric),
      yAxis: yAxis(chart, format),
      series: series(chart, isNumeric),
    };
    return chart.kind === "BARS" ? lying(drawn) : drawn;
  };

  const drawings = [...document.querySelectorAll("[data-chart]")].map((element) => ({
    chart: data[element.dataset.chart],
    element,
    instance: echarts.init(element, null, { renderer: "svg" }),
  }));
  const draw = () =>
    drawings.forEach(({ chart, element, instance }) => {
      if (chart.kind === "BARS") {
        element.style.height = `${5 + chart.xs.length * (chart.lines.length * 0.55 + 0.8)}rem`;
      }
      instance.resize();
      instance.setOption(option(chart), true);
    });
  draw();
  addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
})();
