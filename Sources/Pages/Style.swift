/// Of every page. Colours are Okabe and Ito's, which those tell apart who see no red from green; what a colour says, a
/// dash or a shape says too.
let pageStyle: StaticString = """
    :root{color-scheme:light dark;--ink:#1a1f24;--soft:#4d5862;--paper:#fff;--grid:#dbe0e5;--unk:#0067a3;--std:#5f6a75;--ntc:#a94200;--pos:#00634b;--hot:#b80039;--fail:#a30033;--warn:#7a4300;--pass:#00563f;--k1:#fff;--k2:#eaf0f5;--k3:#d6e1ea;--k4:#c1d2e0;--k5:#acc3d5;--k6:#97b4cb}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e8ecef;--soft:#aab4bd;--paper:#14181c;--grid:#333b43;--unk:#5cb3ea;--std:#9aa5b0;--ntc:#f0a15a;--pos:#3fc69d;--hot:#ff7a98;--fail:#ff8fa8;--warn:#f0b45f;--pass:#5fd0a8;--k1:#14181c;--k2:#1d2731;--k3:#263746;--k4:#2f465c;--k5:#385672;--k6:#406588}}
    *{box-sizing:border-box}
    body{font:15px/1.45 system-ui,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;max-width:1100px;padding:20px}
    h1{font-size:24px;line-height:1.25;margin:0 0 6px;overflow-wrap:anywhere}h2{font-size:18px;margin:30px 0 8px;padding-bottom:2px;border-bottom:1px solid var(--grid)}h3{font-size:15px;margin:16px 0 4px}
    p{margin:6px 0;max-width:80ch}ul{margin:6px 0;padding-left:20px;max-width:90ch}li{margin:3px 0}
    a{color:var(--unk)}nav{margin-bottom:12px}nav a{margin-right:16px}.contents a{display:inline-block;padding:3px 0}section{scroll-margin-top:44px}.soft,footer,figcaption,caption{color:var(--soft)}footer{margin-top:36px;border-top:1px solid var(--grid);font-size:13px}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:10px 0;font-size:14px}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
    .tag{display:inline-block;padding:0 7px;border-radius:3px;border:1px solid;font-weight:600;font-size:12px;white-space:nowrap}.fail{color:var(--fail)}.warn{color:var(--warn)}.pass{color:var(--pass)}
    .two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:16px}
    figure{margin:0 0 12px;min-width:0}figcaption{font-size:13px}svg{width:100%;height:auto;display:block}
    svg text{font:12px system-ui,"Segoe UI",sans-serif;fill:var(--soft)}svg .m{text-anchor:middle}svg .r{text-anchor:end}svg .e{font-size:9px}.g{stroke:var(--grid);fill:none}
    .w path{fill:none;stroke-width:1.3;stroke-linejoin:round;stroke:var(--unk)}.w .q{stroke-width:4.5;stroke-linecap:round;stroke-dasharray:none!important}
    .s path{stroke:var(--std);stroke-dasharray:9 2}.p path{stroke:var(--pos);stroke-dasharray:1.5 2.5}.n path{stroke:var(--ntc);stroke-dasharray:5 3}
    .line{fill:none;stroke:var(--unk);stroke-width:1.6}.fit{fill:none;stroke:var(--ink);stroke-width:1.5}.ahead{fill:none;stroke:var(--unk);stroke-width:1.6;stroke-dasharray:2 4}.band{fill:var(--unk);fill-opacity:.1;stroke:none}
    .dot{fill:var(--unk);stroke:var(--unk);stroke-width:1.4}.level{fill:var(--paper);stroke:var(--std);stroke-width:2}.level.out{stroke:var(--ntc);stroke-dasharray:2 2}.raised{fill:var(--hot);stroke:var(--paper);stroke-width:1.2}svg .raisedtext{fill:var(--hot);font-weight:600}
    .limit{stroke:var(--ntc);stroke-dasharray:6 4;fill:none}svg text.limittext{fill:var(--ntc);text-anchor:end}.visit{fill:none;stroke:var(--std);stroke-width:1.4}.visit.sampled{fill:var(--std)}.visit.missed{stroke:var(--hot)}
    table{border-collapse:collapse;width:100%;font-size:13px}.narrow{width:auto;min-width:300px}caption{text-align:left;padding:4px 0;font-size:13px}th,td{padding:3px 7px;text-align:left;border-bottom:1px solid var(--grid);vertical-align:top}thead th{vertical-align:bottom}tbody th{font-weight:500}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .wide{overflow-x:auto}.wide:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid var(--unk)}
    .plate table{table-layout:fixed;min-width:700px}.plate td,.plate thead th{text-align:center;border:1px solid var(--grid);padding:0;height:42px}.plate.big table{min-width:1500px}.plate thead th,.plate .corner{height:auto}.plate .corner,.plate tbody th{width:26px;text-align:center;padding:2px;border:1px solid var(--grid);vertical-align:middle}
    .plate button{all:unset;box-sizing:border-box;width:100%;height:100%;min-height:40px;cursor:pointer;font-size:11px;line-height:1.25;padding:2px;overflow:hidden;overflow-wrap:anywhere}.plate button:focus-visible{outline:3px solid var(--unk);outline-offset:-3px}.plate b{display:block;font-size:12px}
    .k1{background:var(--k1)}.k2{background:var(--k2)}.k3{background:var(--k3)}.k4{background:var(--k4)}.k5{background:var(--k5)}.k6{background:var(--k6)}
    .plate td.s{box-shadow:inset 0 0 0 2px var(--std)}.plate td.p{outline:2px dotted var(--pos);outline-offset:-3px}.plate td.n{outline:2px dashed var(--ntc);outline-offset:-3px}
    .key{font-size:13px}.key span{display:inline-block;margin-right:18px}.key svg{display:inline-block;width:34px;height:10px;vertical-align:1px;margin-right:5px}
    .small{width:110px;height:24px}.small .line{stroke-width:1.2}.end{fill:none;stroke:var(--hot);stroke-width:5;stroke-linecap:round}
    .list thead button{all:unset;cursor:pointer;font-weight:700}.list thead button:focus-visible{outline:3px solid var(--unk)}.list [aria-sort=ascending] button::after{content:" ▲"}.list [aria-sort=descending] button::after{content:" ▼"}
    .notes{font-size:13px;columns:2 340px}details{margin:8px 0}summary{cursor:pointer;color:var(--unk)}pre{font:11px/1.35 ui-monospace,monospace;margin:4px 0;tab-size:9}
    .act{display:inline-block;margin:6px 8px 2px 0;padding:3px 10px;border:1px solid;border-radius:3px}.notice{border-left:4px solid var(--pass);padding:4px 10px}.field label{display:block}.field input,textarea,select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);padding:5px;width:100%;max-width:34em}fieldset{border:1px solid var(--grid);margin:8px 0}form button{font:inherit;padding:6px 16px}
    .js{display:none}.hasjs .js{display:block}.find{position:sticky;top:0;z-index:1;background:var(--paper);padding:6px 0}.find input{font:inherit;padding:2px 6px;width:14em;color:inherit;background:var(--paper);border:1px solid var(--soft)}
    .picked svg .w:not(.on){opacity:.1}.picked .w.on path{stroke-width:2.6}.picked .w.on .q{stroke-width:6.5}.picked .plate td:not(.on) button{opacity:.45}.picked tr[data-s]:not(.on){display:none}
    @media screen and (max-width:600px){body{padding:12px}.wide table{min-width:600px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:6px}}
    @media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:11px}nav,.js,.hasjs .js,details:not([open]){display:none}h2,h3,caption{break-after:avoid}figure,tr,.plate,li{break-inside:avoid}.wide{overflow:visible}table{font-size:9.5px}th,td{padding:2px 4px}.two{grid-template-columns:1fr 1fr;gap:8px}.plate table,.plate.big table{min-width:0}.plate td{height:30px}.plate button{min-height:0;font-size:8px}.plate b{font-size:9px}[id^=measured-values]:not(:has([open])){display:none}[id^=wells] table{font-size:8px}[id^=wells] th,[id^=wells] td{padding:1px 2px}[id^=wells] td:last-child{white-space:nowrap}*{print-color-adjust:exact}@page{margin:13mm}}
    """
